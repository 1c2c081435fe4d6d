using Llm.Cli.Output;

namespace Llm.Cli.Commands.Doctor;

/// <summary>Checks where the user directory is and whether it can be written.</summary>
internal static class DirectoryCheck
{
    private const string Section = "User directory";

    public static IEnumerable<Finding> Run(UserDirectory directory)
    {
        var given = Environment.GetEnvironmentVariable("LLM_USER_PATH");
        var isGiven = !string.IsNullOrEmpty(given) && Path.GetFullPath(given) == directory.Path;
        yield return new Finding(
            Section, "path", FindingState.Ok, $"{directory.Path} ({(isGiven ? "from LLM_USER_PATH" : "the default")})");
        yield return Writable(directory.Path);
    }

    private static Finding Writable(string path)
    {
        if (!Directory.Exists(path))
        {
            return File.Exists(path)
                ? new Finding(Section, "access", FindingState.Wrong, "is a file: move it away, or set LLM_USER_PATH to a directory")
                : new Finding(Section, "access", FindingState.Note, "does not exist yet; it is created when something is written");
        }

        try
        {
            var probe = Path.Combine(path, $".doctor-{Guid.NewGuid():N}");
            new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
            return new Finding(Section, "access", FindingState.Ok, "can be written");
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            return new Finding(
                Section,
                "access",
                FindingState.Wrong,
                $"cannot be written: {ex.Message} Correct its permissions, or set LLM_USER_PATH to another directory.");
        }
    }
}
