namespace Llm.Mcp;

/// <summary>Finds programs as a shell does.</summary>
internal static class ExecutablePath
{
    /// <summary>The command itself, except on Windows: there programs such as <c>npx</c> are scripts that only their whole path starts.</summary>
    public static string Find(string command)
    {
        if (!OperatingSystem.IsWindows() || Path.HasExtension(command)) return command;
        var folders = command.AsSpan().ContainsAny('/', '\\') ? [""] : Split("PATH");
        var found =
            from folder in folders
            from extension in Split("PATHEXT")
            let path = Path.Combine(folder, command + extension)
            where File.Exists(path)
            select path;
        return found.FirstOrDefault() ?? command;
    }

    private static string[] Split(string variable) =>
        (Environment.GetEnvironmentVariable(variable) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
}
