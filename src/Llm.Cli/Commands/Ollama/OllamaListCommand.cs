using System.Text;
using System.Text.Json.Nodes;
using Llm.Cli.Options;
using Llm.Cli.Output;
using Llm.Commands;
using Llm.Json;

namespace Llm.Cli.Commands.Ollama;

internal sealed class OllamaListCommand(CliContext context, string name = OllamaListCommand.Name) : Command
{
    public const string Name = "list";

    /// <summary>The command of the Python plugin, which prints the same.</summary>
    public const string PythonName = "models";

    private static readonly string[] Columns = ["model", "digest", "capabilities"];

    private readonly ListOptions list = new();

    public override string? Example => $"llm ollama {name}";

    public override string Help => "List the models of the Ollama server";

    public override IReadOnlyList<Parameter> Parameters => list.All;

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var server = context.Host.Ollama ?? throw OllamaPullCommand.LeftOut;
        var models = new List<JsonObject>(await server.ListAsync(cancellationToken));
        models.Sort((first, second) => string.CompareOrdinal(first.Text("name"), second.Text("name")));
        list.Write(invocation, context.Terminal, models, model => model.DeepClone().AsObject(), Describe);
        return 0;
    }

    private static string Describe(IReadOnlyList<JsonObject> models)
    {
        var rows = new List<string[]> { Columns };
        foreach (var model in models)
        {
            var capabilities = new StringBuilder();
            foreach (var word in model["capabilities"] as JsonArray ?? [])
                capabilities.Append(capabilities.Length > 0 ? ", " : "").Append(word);
            var digest = model.Text("digest") ?? "";
            rows.Add([model.Text("name") ?? "", digest[..Math.Min(digest.Length, 12)], capabilities.ToString()]);
        }

        return TextTable.WritePadded(rows);
    }
}
