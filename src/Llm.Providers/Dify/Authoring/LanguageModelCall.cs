using System.Text.Json.Nodes;
using Llm.Packages;

namespace Llm.Providers.Dify;

/// <summary>A prompt for a language model of a package.</summary>
public sealed class LanguageModelCall : ModelCall
{
    internal LanguageModelCall(
        PackagedProvider provider, PackageModel description, IReadOnlyDictionary<string, string> credentials, Prompt prompt,
        JsonObject parameters, ModelContext context, ModelServices services)
        : base(provider, description, credentials, services) =>
        (Prompt, Parameters, Context) = (prompt, parameters, context);

    /// <summary>The checked input: <see cref="Prompt.Messages"/> is all of it, and tools and a schema are there if there are any.</summary>
    public Prompt Prompt { get; }

    /// <summary>The parameters under the names that the package gives them, checked against its rules; required ones are there.</summary>
    public JsonObject Parameters { get; }

    /// <summary>Whether to yield the answer piece by piece.</summary>
    public bool Stream => Context.Stream;

    /// <summary>Receives what the provider reports: why the answer ended, the tokens used, its id.</summary>
    public ModelContext Context { get; }
}
