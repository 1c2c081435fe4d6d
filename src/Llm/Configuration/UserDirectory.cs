namespace Llm;

/// <summary>The directory that holds keys, aliases, templates and logs; the Python tool uses the same directory.</summary>
/// <param name="Path">The directory; it is created when something is written.</param>
public sealed record UserDirectory(string Path)
{
    private const string Name = "io.datasette.llm";

    /// <summary>The file of stored API keys.</summary>
    public string KeysFile => File("keys.json");

    /// <summary>The file that says which keys come from a command or from the system's key store.</summary>
    public string KeySourcesFile => File("key_sources.json");

    /// <summary>The file of the user's aliases for models.</summary>
    public string AliasesFile => File("aliases.json");

    /// <summary>The file of default options for models.</summary>
    public string ModelOptionsFile => File("model_options.json");

    /// <summary>The file with the id of the default model.</summary>
    public string DefaultModelFile => File("default_model.txt");

    /// <summary>The file with the id of the default embedding model.</summary>
    public string DefaultEmbeddingModelFile => File("default_embedding_model.txt");

    /// <summary>A file that exists while logging is off.</summary>
    public string LogsOffFile => File("logs-off");

    /// <summary>The log database.</summary>
    public string LogsDatabase => File("logs.db");

    /// <summary>The database of collections of embeddings.</summary>
    public string EmbeddingsDatabase => File("embeddings.db");

    /// <summary>The folder of answers that are not in the log yet; it exists only while there are any.</summary>
    public string UnloggedFolder => File("unlogged");

    /// <summary>The directory of the user's templates, one YAML file each.</summary>
    public string TemplatesDirectory => File("templates");

    /// <summary>The file of models of OpenAI-compatible servers.</summary>
    public string ExtraOpenAIModelsFile => File("extra-openai-models.yaml");

    /// <summary>The file of embedding models of OpenAI-compatible servers.</summary>
    public string ExtraOpenAIEmbeddingModelsFile => File("extra-openai-embedding-models.yaml");

    /// <summary>The file of the user's Model Context Protocol servers.</summary>
    public string McpFile => File("mcp.json");

    /// <summary>The folder of installed plugins.</summary>
    public string PluginsDirectory => File("plugins");

    /// <summary>The file of the user's settings.</summary>
    public string SettingsFile => File("settings.yaml");

    /// <summary>The cache of compiled functions that were given as text; it may be deleted at any time.</summary>
    public string FunctionCache => System.IO.Path.Combine(Path, "cache", "functions");

    /// <summary>What is remembered of the root certificates that servers need; it may be deleted at any time.</summary>
    public string RootHints => System.IO.Path.Combine(Path, "cache", "roots");

    /// <summary>Whether prompts are logged.</summary>
    public bool LogsOn => !System.IO.File.Exists(LogsOffFile);

    /// <summary>
    /// Finds the directory: <c>LLM_USER_PATH</c>, else a directory in <c>%APPDATA%</c>, <c>~/Library/Application Support</c>, or
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

    /// <summary>Creates the directory if it does not exist; only the owner may use it then (mode 0700).</summary>
    /// <exception cref="LlmException">The directory cannot be created.</exception>
    public void Create()
    {
        try
        {
            CreatePrivate(Path);
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new LlmException(
                $"Cannot create the directory {Path}: {ex.Message} Set LLM_USER_PATH to a directory that can be written.", ex);
        }
    }

    /// <summary>Creates every missing directory of the path, as the XDG specification wants it: for the owner only.</summary>
    /// <exception cref="IOException">A directory cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">A directory cannot be created.</exception>
    internal static void CreatePrivate(string path)
    {
        if (Directory.Exists(path)) return;
        if (System.IO.Path.GetDirectoryName(path) is { Length: > 0 } parent) CreatePrivate(parent);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, AtomicFile.OwnerOnly | UnixFileMode.UserExecute);
    }

    private static string PlatformDirectory()
    {
        // Without DoNotVerify, a missing home directory would be an empty path, which means the current directory.
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        if (OperatingSystem.IsWindows()) return Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData);
        if (OperatingSystem.IsMacOS()) return System.IO.Path.Combine(home, "Library", "Application Support");
        var configured = Environment.GetEnvironmentVariable("XDG_CONFIG_HOME");
        return string.IsNullOrEmpty(configured) ? System.IO.Path.Combine(home, ".config") : configured;
    }

    private string File(string name) => System.IO.Path.Combine(Path, name);
}
