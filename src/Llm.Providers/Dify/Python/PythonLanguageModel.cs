using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Providers.Dify.Python;

/// <summary>A language model that the Python code of its package runs.</summary>
/// <param name="runner">Runs the code.</param>
/// <param name="use">The model.</param>
internal sealed class PythonLanguageModel(PythonRunner runner, PackageModelUse use) : KeyModel(use.Id)
{
    private static readonly ModelOption<string> Stop = ModelOptions.Text("stop", "Text at which the answer ends");

    public override bool CanStream => true;

    public override bool SupportsSchema => Has("structured-output");

    public override bool SupportsTools => Has("tool-call") || Has("multi-tool-call");

    public override IReadOnlyCollection<string> AttachmentTypes => field ??= PythonMessages.TypesFor(use.Entry.Features);

    public override IReadOnlyList<ModelOption> Options => field ??= CreateOptions();

    public override bool IsListedWithoutKey => use.IsListed;

    public override string? NeedsKey => use.KeyName(Services);

    public override ModelOrigin Origin => new(use.Entry.Name, use.Package.Name);

    public override Model WithName(string name) => new PythonLanguageModel(runner, use.WithId(name)) { Services = Services };

    public override string ToString() => use.Label;

    public override async IAsyncEnumerable<StreamEvent> ExecuteAsync(
        Prompt prompt, ModelContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var code = runner.CodeOf(use.Package);
        var request = PackageRequest.Of(
            "invoke_llm",
            use,
            use.CredentialsWith(context.Key),
            KeyValuePair.Create("prompt_messages", (JsonNode?)await PythonMessages.BuildAsync(prompt, runner.Http, cancellationToken)),
            KeyValuePair.Create("model_parameters", (JsonNode?)Parameters(prompt)),
            KeyValuePair.Create("stop", prompt.Get(Stop) is { } stop ? (JsonNode?)new JsonArray(stop) : null),
            KeyValuePair.Create("tools", (JsonNode?)PythonMessages.ToolsOf(prompt)),
            KeyValuePair.Create("stream", (JsonNode?)context.Stream));
        var answer = new PythonAnswer(context);
        await foreach (var piece in code.InvokeAsync(request, Services.Limits.Value, cancellationToken))
            foreach (var streamEvent in answer.Read(piece))
                yield return streamEvent;
        if (!answer.HasBegun) throw code.NoAnswer();
        foreach (var streamEvent in answer.Finish()) yield return streamEvent;
    }

    private bool Has(string feature) => use.Entry.Features.Contains(feature);

    private List<ModelOption> CreateOptions()
    {
        // Only the code knows which parameters a model takes that a user added; it checks their values.
        var options = use.Description is { } description
            ? PackageOptions.For(description.Rules, hasExtra: false)
            :
            [
                ModelOptions.Number("temperature", "Randomness: higher values make answers more varied"),
                ModelOptions.Number("top_p", "The part of the likeliest tokens to choose from"),
                ModelOptions.Integer("top_k", "The number of the likeliest tokens to choose from"),
                ModelOptions.Number("presence_penalty", "How much tokens are avoided that occurred"),
                ModelOptions.Number("frequency_penalty", "How much tokens are avoided that occurred often"),
                ModelOptions.Integer("max_tokens", "The longest answer, in tokens"),
                ModelOptions.Text("response_format", "The format of the answer"),
                ModelOptions.Text("json_schema", "The schema of the answer"),
            ];
        // The request has a member of its own for it.
        options.RemoveAll(option => option.Name == Stop.Name);
        options.Add(Stop);
        return options;
    }

    private JsonObject Parameters(Prompt prompt)
    {
        var parameters = prompt.Options.DeepClone().AsObject();
        parameters.Remove(Stop.Name);
        if (use.Description is { } description) PackageOptions.PlaceParameters(description.Rules, parameters, Id);
        if (prompt.Schema is { } schema) AddSchema(parameters, prompt, schema);
        return parameters;
    }

    /// <summary>Packages take a schema as text, with its name, in a parameter. The SDK drops parameters that have no rule.</summary>
    private void AddSchema(JsonObject parameters, Prompt prompt, JsonObject schema)
    {
        if (use.Description is { } description && description.Rules.All(rule => rule.Name != "json_schema"))
            throw new LlmException($"The package of {Id} says that it takes schemas, but describes no parameter json_schema for them.");
        var named = new JsonObject { ["name"] = prompt.SchemaName ?? "output", ["schema"] = schema.DeepClone() };
        if (prompt.SchemaDescription is { } words) named["description"] = words;
        parameters["json_schema"] = PythonJson.CompactUnescaped(named);
        var format = use.Description?.Rules.FirstOrDefault(rule => rule.Name == "response_format");
        if (use.IsAdded || format is { Options.Count: 0 } || format?.Options.Contains("json_schema") == true)
            parameters["response_format"] = "json_schema";
    }
}
