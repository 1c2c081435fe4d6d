using System.Text.Json.Nodes;
using Llm.Commands;
using Llm.Yaml;

namespace Llm.Cli.Commands.Templates;

internal sealed class TemplatesShowCommand(CliContext context) : Command
{
    public const string Name = "show";

    private const int Indent = 4;

    private readonly ValueArgument<string> name = new("NAME");

    public override string? Example => "llm templates show summary";

    public override string Help => "Show the specified prompt template";

    public override IReadOnlyList<Parameter> Parameters => [name];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var wanted = invocation.Get(name);
        Template template;
        try
        {
            template = await context.Host.Templates.LoadAsync(wanted, cancellationToken);
        }
        catch (LlmException ex)
        {
            throw new LlmException($"Template '{wanted}' not found or invalid", ex);
        }

        var members = TemplateText.ToJson(template);
        members["name"] = template.Name;
        context.Terminal.WriteLine(YamlWriter.Write(Sorted(members), Indent));
        return 0;
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => KeyValuePair.Create(entry.Key, Sorted(entry.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
