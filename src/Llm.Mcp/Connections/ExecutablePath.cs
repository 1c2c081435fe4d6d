namespace Llm.Mcp;

/// <summary>Finds programs as a shell does.</summary>
internal static class ExecutablePath
{
    /// <summary>
    /// The command itself, except on Windows: there programs such as <c>npx</c> are scripts that only their whole path starts.
    /// </summary>
    public static string Find(string command)
    {
        if (!OperatingSystem.IsWindows() || Path.HasExtension(command)) return command;
        var folders = command.AsSpan().ContainsAny('/', '\\') ? [""] : Split("PATH");
        return folders.SelectMany(folder => Split("PATHEXT").Select(extension => Path.Combine(folder, command + extension)))
            .FirstOrDefault(File.Exists) ?? command;
    }

    private static string[] Split(string variable) =>
        (Environment.GetEnvironmentVariable(variable) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
}
