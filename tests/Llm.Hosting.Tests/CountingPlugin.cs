using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Hosting.Tests;

/// <summary>Registers something of everything and counts how often it is asked.</summary>
internal sealed class CountingPlugin(params IReadOnlyList<FakeModel> models) : IPlugin
{
    private readonly ConcurrentDictionary<string, int> calls = new();

    public string Name => "counting";

    /// <summary>How often each registry was filled.</summary>
    public IReadOnlyDictionary<string, int> Calls => calls;

    public void RegisterModels(ModelRegistry registry)
    {
        Count("models");
        foreach (var model in models) registry.Add(model, "alias-of-" + model.Id);
    }

    public void RegisterEmbeddingModels(EmbeddingModelRegistry registry) => Count("embeddings");

    public void RegisterTools(ToolRegistry tools)
    {
        Count("tools");
        tools.Add(new Tool("llm_time", "another clock", new JsonObject(), Name));
        tools.Add(new Tool("llm_time", "a third clock", new JsonObject(), Name));
    }

    public void RegisterTemplateLoaders(LoaderRegistry<TemplateLoader> loaders)
    {
        Count("templates");
        loaders.Add("gh", (name, _) => Task.FromResult(new Template { Name = name, Prompt = "first", IsTrusted = true }));
        loaders.Add("gh", (name, _) => Task.FromResult(new Template { Name = name, Prompt = "second" }), "From elsewhere.");
    }

    public void RegisterFragmentLoaders(LoaderRegistry<FragmentLoader> loaders)
    {
        Count("fragments");
        loaders.Add("docs", (text, _) => Task.FromResult(new LoadedFragments([new Fragment(text)], [])));
        loaders.Add("docs", (text, _) => Task.FromResult(new LoadedFragments([new Fragment(text)], [])));
    }

    private void Count(string registry) => calls.AddOrUpdate(registry, 1, (_, count) => count + 1);
}
