using System.Globalization;
using System.Text.Json.Nodes;
using Llm.Cli.Options;
using Llm.Cli.Output;
using Llm.Commands;
using Llm.Json;

namespace Llm.Cli.Commands.OpenAI;

/// <summary>Asks OpenAI for the models of the user's key.</summary>
internal sealed class OpenAIModelsCommand(CliContext context) : Command
{
    public const string Name = "models";

    private static readonly string[] Columns = ["id", "owned_by", "created"];

    private readonly ListOptions list = new(indent: 4);
    private readonly ValueOption<string> key = new("--key") { Help = "OpenAI API key" };

    public override string? Example => "llm openai models";

    public override string Help => "List models available to you from the OpenAI API";

    public override IReadOnlyList<Parameter> Parameters => [.. list.All, key];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var models = await AskAsync(invocation.Get(key), cancellationToken);
        list.Write(invocation, context.Terminal, models, model => model.DeepClone().AsObject(), Describe);
        return 0;
    }

    private async Task<IReadOnlyList<JsonObject>> AskAsync(string? given, CancellationToken cancellationToken)
    {
        try
        {
            return await context.Host.OpenAIServer().ListModelsAsync(given, cancellationToken);
        }
        catch (ProviderException ex) when (ex.Status is { } status)
        {
            throw new LlmException($"Error {status} from OpenAI API: {ex.Body}", ex);
        }
    }

    private static string Describe(IReadOnlyList<JsonObject> models)
    {
        var rows = new List<string[]> { Columns };
        foreach (var model in models) rows.Add([model.Text("id") ?? "", model.Text("owned_by") ?? "", Created(model)]);
        return TextTable.WritePadded(rows);
    }

    /// <summary>The time as Python writes it; empty if the server does not name one.</summary>
    private static string Created(JsonObject model) => model["created"] is JsonValue value && value.TryGetValue(out long seconds)
        && seconds >= 0 && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-ddTHH:mm:ss+00:00", CultureInfo.InvariantCulture)
            : "";
}
