namespace Llm;

/// <summary>The directory that holds keys, aliases, templates and logs; the Python tool uses the same.</summary>
/// <param name="Path">The directory; it is made when something is written.</param>
public sealed record UserDirectory(string Path)
{
    private const string Name = "io.datasette.llm";

    /// <summary>Stored API keys.</summary>
    public string KeysFile => File("keys.json");

    /// <summary>The user's aliases for models.</summary>
    public string AliasesFile => File("aliases.json");

    /// <summary>Default options for models.</summary>
    public string ModelOptionsFile => File("model_options.json");

    /// <summary>The id of the default model.</summary>
    public string DefaultModelFile => File("default_model.txt");

    /// <summary>The id of the default embedding model.</summary>
    public string DefaultEmbeddingModelFile => File("default_embedding_model.txt");

    /// <summary>Exists while logging is off.</summary>
    public string LogsOffFile => File("logs-off");

    /// <summary>The log database.</summary>
    public string LogsDatabase => File("logs.db");

    /// <summary>The user's templates, one YAML file each.</summary>
    public string TemplatesDirectory => File("templates");

    /// <summary>Models of OpenAI-compatible servers.</summary>
    public string ExtraOpenAIModelsFile => File("extra-openai-models.yaml");

    /// <summary>The user's Model Context Protocol servers.</summary>
    public string McpFile => File("mcp.json");

    /// <summary>The user's settings.</summary>
    public string SettingsFile => File("settings.yaml");

    /// <summary>Compiled functions that were given as text; may be deleted at any time.</summary>
    public string FunctionCache => System.IO.Path.Combine(Path, "cache", "functions");

    /// <summary>Whether prompts are logged.</summary>
    public bool LogsOn => !System.IO.File.Exists(LogsOffFile);

    /// <summary>
    /// <c>LLM_USER_PATH</c>, else the platform's place: <c>%APPDATA%</c>, <c>~/Library/Application Support</c>, or
    /// <c>$XDG_CONFIG_HOME</c> (<c>~/.config</c>).
    /// </summary>
    public static UserDirectory Resolve()
    {
        var given = Environment.GetEnvironmentVariable("LLM_USER_PATH");
        if (!string.IsNullOrEmpty(given)) return new UserDirectory(System.IO.Path.GetFullPath(given));
        return new UserDirectory(System.IO.Path.Combine(PlatformDirectory(), Name));
    }

    /// <summary>Turns logging on or off for all prompts.</summary>
    /// <exception cref="LlmException">The directory cannot be written.</exception>
    public void SetLogging(bool on)
    {
        if (on) AtomicFile.Delete(LogsOffFile);
        else AtomicFile.WriteAllText(LogsOffFile, "");
    }

    /// <summary>Makes the directory if it is not there.</summary>
    /// <exception cref="LlmException">It cannot be made.</exception>
    public void Create()
    {
        try
        {
            Directory.CreateDirectory(Path);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new LlmException(
                $"Cannot create the directory {Path}: {ex.Message} Set LLM_USER_PATH to a directory that can be written.", ex);
        }
    }

    private static string PlatformDirectory()
    {
        // A home directory that is not there yet must not become the current one.
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        if (OperatingSystem.IsWindows()) return Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData);
        if (OperatingSystem.IsMacOS()) return System.IO.Path.Combine(home, "Library", "Application Support");
        var configured = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME");
        return string.IsNullOrEmpty(configured) ? System.IO.Path.Combine(home, ".config") : configured;
    }

    private string File(string name) => System.IO.Path.Combine(Path, name);
}
