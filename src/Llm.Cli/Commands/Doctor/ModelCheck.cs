using Llm.Cli.Output;

namespace Llm.Cli.Commands.Doctor;

/// <summary>Checks the default model and the keys of all models.</summary>
internal static class ModelCheck
{
    private const string Section = "Models";

    public static IReadOnlyList<Finding> Run(LlmHost host)
    {
        try
        {
            var id = host.Defaults.Model;
            var model = host.Models.Find(id);
            return
            [
                model is null
                    ? new Finding(
                        Section, "default", FindingState.Wrong, $"'{id}' is not a known model; 'llm models default MODEL' sets another")
                    : new Finding(Section, "default", FindingState.Ok, model.Id),
                .. Keys(host, model as KeyModel),
            ];
        }
        catch (LlmException)
        {
            // Models cannot be listed while a file is broken, which another check reports.
            return [new Finding(Section, "default", FindingState.Note, "unknown until the errors above are corrected")];
        }
    }

    private static IEnumerable<Finding> Keys(LlmHost host, KeyModel? standard)
    {
        var ofModels = host.ListedModels.Models.Select(entry => entry.Model).OfType<KeyModel>()
            .Select(model => new NamedKey(model.NeedsKey, model.KeyEnvironmentVariable));
        var ofEmbeddings = host.ListedEmbeddingModels
            .Select(entry => new NamedKey(entry.Model.NeedsKey, entry.Model.KeyEnvironmentVariable));
        var keys = ofModels.Concat(ofEmbeddings).Where(key => key.Name is not null).Distinct()
            .OrderBy(key => key.Name, StringComparer.Ordinal);
        foreach (var (name, variable) in keys)
        {
            yield return Key(host, name!, variable, isNeeded: standard?.NeedsKey == name);
        }
    }

    private static Finding Key(LlmHost host, string name, string? variable, bool isNeeded)
    {
        var isSet = variable is not null && !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable));
        if (!string.IsNullOrEmpty(host.Keys.Find(name)))
        {
            return new Finding(
                Section, $"key {name}", FindingState.Ok, isSet ? $"stored; {variable} is set too, but the stored key is used" : "stored");
        }

        if (SourceOf(host, name) is { } source) return new Finding(Section, $"key {name}", FindingState.Ok, source);
        if (isSet) return new Finding(Section, $"key {name}", FindingState.Ok, $"from the environment variable {variable}");
        var stores = host.KeyStores.Keys.Where(store => store is not (CommandKeyStore.Name or SystemKeyStore.Name)).ToList();
        if (stores.Count > 0)
        {
            return new Finding(
                Section, $"key {name}", FindingState.Note,
                $"not in keys.json; these stores are asked for it when it is needed: {string.Join(", ", stores)}");
        }

        var ways = variable is null ? $"'llm keys set {name}'" : $"'llm keys set {name}' or the environment variable {variable}";
        return isNeeded
            ? new Finding(Section, $"key {name}", FindingState.Wrong, $"missing, and the default model needs it: {ways} sets it")
            : new Finding(Section, $"key {name}", FindingState.Note, $"missing; {ways} sets it");
    }

    /// <summary>Where a key comes from that is not in <c>keys.json</c>; nothing is run or unlocked.</summary>
    private static string? SourceOf(LlmHost host, string name)
    {
        var sources = new KeySources(host.Directory);
        return sources.Find(name, KeySources.Command) is not null ? "from a command"
            : sources.Find(name, KeySources.System) is not null ? "in the system's key store" : null;
    }

    private sealed record NamedKey(string? Name, string? Variable);
}
