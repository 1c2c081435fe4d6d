namespace Llm.Cli.Commands.Plugins;

/// <summary>How this program was installed, which decides how it is upgraded.</summary>
internal static class ToolInstallation
{
    private const string Package = "Llm.Tool";

    /// <summary>A sentence that says how to upgrade a program in this folder.</summary>
    /// <param name="folder">The folder of the program, or of its twin.</param>
    public static string HowToUpgrade(string folder)
    {
        folder = Path.TrimEndingDirectorySeparator(folder);
        if (Path.GetFileName(folder) == "managed") folder = Path.GetDirectoryName(folder)!;
        var parts = folder.Split(Path.DirectorySeparatorChar);
        var store = Array.IndexOf(parts, ".store");
        if (store > 0)
        {
            var tools = string.Join(Path.DirectorySeparatorChar, parts[..store]);
            var own = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".dotnet", "tools");
            return tools == own
                ? $"It is a tool of the .NET SDK. Upgrade it with: dotnet tool update --global {Package}"
                : $"It is a tool of the .NET SDK. Upgrade it with: dotnet tool update --tool-path {tools} {Package}";
        }

        if (parts.Contains(Package.ToLowerInvariant()))
            return $"It is a local tool of the .NET SDK. Upgrade it in the folder of its manifest with: dotnet tool update {Package}";
        if (folder == "/usr/lib/llm")
            return "It is a Debian package. Upgrade it with that of the new version: sudo apt install ./llm_VERSION.deb";
        return parts is [.., "lib", "llm", _]
            ? $"Upgrade it with the archive of the new version: ./install --prefix {string.Join('/', parts[..^3])}"
            : $"Replace the files in {folder} with those of the new version.";
    }
}
