using Llm.Tests;

namespace Llm.Mcp.Tests;

/// <summary>Programs of other people that speak the protocol, at the versions of <c>tests/npm/package.json</c>.</summary>
internal static class NpmPackages
{
    /// <summary>The script of the server that shows every feature of the protocol.</summary>
    public static string Everything => Script("server-everything/dist/index.js");

    /// <summary>The script of the server for files.</summary>
    public static string Filesystem => Script("server-filesystem/dist/index.js");

    /// <summary>The script of the inspector's command line.</summary>
    public static string Inspector => Script("inspector/cli/build/cli.js");

    /// <summary>The script of a package; a test that needs it is skipped where it is not installed.</summary>
    private static string Script(string path)
    {
        var script = Path.Combine([SharedData.RepositoryRoot, "tests", "npm", "node_modules", "@modelcontextprotocol", .. path.Split('/')]);
        Assert.SkipUnless(File.Exists(script), "The npm packages of tests/npm are not installed: .ci/install does it.");
        return script;
    }
}
