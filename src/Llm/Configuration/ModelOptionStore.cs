using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm;

/// <summary>Default options for models in <c>model_options.json</c>; the command line applies them, the library never does.</summary>
/// <remarks>Thread-safe; stores and processes that change the file at the same time wait for each other.</remarks>
public sealed class ModelOptionStore(UserDirectory directory)
{
    private readonly JsonFile file = new(directory.ModelOptionsFile, indent: 2);

    /// <summary>All default options by model id.</summary>
    /// <exception cref="LlmException">The file is not valid.</exception>
    public JsonObject ReadAll() => file.Read();

    /// <summary>The default options of one model; empty if there are none.</summary>
    public JsonObject Read(string modelId) => file.Read().CopyObject(modelId) ?? [];

    /// <summary>Sets a default option; its value is kept as typed.</summary>
    /// <exception cref="LlmException">The file cannot be read or written.</exception>
    public void Set(string modelId, string name, string value) => file.Change(content =>
    {
        if (content[modelId] is not JsonObject options) content[modelId] = options = [];
        options[name] = value;
        return true;
    });

    /// <summary>Clears one default option of a model.</summary>
    /// <exception cref="LlmException">The file cannot be read or written.</exception>
    public void Clear(string modelId, string name)
    {
        if (!file.Exists) return;
        file.Change(content =>
        {
            if (content[modelId] is not JsonObject options || !options.Remove(name)) return false;
            if (options.Count == 0) content.Remove(modelId);
            return true;
        });
    }
}
