using Llm;

namespace Company_Plugin;

/// <summary>Loads what <c>-f PLUGIN_ID:…</c> and <c>-t PLUGIN_ID:…</c> name.</summary>
public static class PluginClassLoader
{
    public static async Task<LoadedFragments> LoadAsync(string path, CancellationToken cancellationToken)
    {
        if (!File.Exists(path)) throw new LlmException($"There is no file {path}.");
        var lines = await File.ReadAllLinesAsync(path, cancellationToken);
        var text = string.Join('\n', lines.Where(line => line.Trim().Length > 0));
        return new LoadedFragments([new Fragment(text, $"PLUGIN_ID:{path}")], []);
    }

    public static Task<Template> LoadTemplateAsync(string topic, CancellationToken cancellationToken) =>
        Task.FromResult(new Template { Name = topic, Prompt = $"Answer a question about {topic}: $input" });
}
