namespace Llm;

/// <summary>The default models, each in a small text file.</summary>
public sealed class DefaultModels(UserDirectory directory)
{
    /// <summary>The model that is used if the user has not chosen one.</summary>
    public const string BuiltIn = "gpt-5.6-luna";

    /// <summary>The id of the default model.</summary>
    public string Model => Read(directory.DefaultModelFile) ?? BuiltIn;

    /// <summary>The id of the default embedding model; null if none is set.</summary>
    public string? EmbeddingModel => Read(directory.DefaultEmbeddingModelFile);

    /// <summary>Sets the default model.</summary>
    /// <exception cref="LlmException">The file cannot be written.</exception>
    public void SetModel(string modelId) => AtomicFile.WriteAllText(directory.DefaultModelFile, modelId);

    /// <summary>Sets the default embedding model; null removes it.</summary>
    /// <exception cref="LlmException">The file cannot be written or removed.</exception>
    public void SetEmbeddingModel(string? modelId)
    {
        if (modelId is not null) AtomicFile.WriteAllText(directory.DefaultEmbeddingModelFile, modelId);
        else AtomicFile.Delete(directory.DefaultEmbeddingModelFile);
    }

    private static string? Read(string path)
    {
        if (!Path.Exists(path)) return null;
        try
        {
            var text = File.ReadAllText(path).Trim();
            return text.Length > 0 ? text : null;
        }
        catch (Exception ex) when (ex is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new LlmException($"Cannot read {path}: {ex.Message}", ex);
        }
    }
}
