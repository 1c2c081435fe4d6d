using Llm.Cli.Options;
using Llm.Cli.Output.Tools;
using Llm.Commands;

namespace Llm.Cli.Commands.Tools;

internal sealed class ToolsListCommand(CliContext context) : Command, ITakesFunctions
{
    public const string Name = "list";

    private readonly RepeatedArgument<string> specifications = new("TOOL_DEFS") { Optional = true };
    private readonly ListOptions list = new();
    private readonly ValueOption<string> model = new("-m", "--model") { Help = "List tools supported by this model" };
    private readonly RepeatedOption<string> functions = GivenFunctions.CreateOption();

    public override string? Example => "llm tools -m gpt-5.5";

    public override string Help => "List available tools, optionally including tools supported by a model";

    public override IReadOnlyList<Parameter> Parameters => [specifications, .. list.All, model, functions];

    public IReadOnlyList<string> FunctionsOf(Invocation invocation) => invocation.Get(functions);

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        context.RefreshPlugins();
        var chosen = invocation.Get(model) is { } id ? context.Host.GetModel(id) : null;
        var wanted = invocation.Get(specifications);
        await using var given = new GivenFunctions(context);
        var loaded = await given.LoadAsync(invocation.Get(functions), cancellationToken);
        await using var selection = await context.Host.Tools.SelectAsync(wanted, cancellationToken: cancellationToken);
        var tools = wanted.Count == 0 ? ToolList.Of(context.Host.Tools.Registry) : ToolList.Of(selection);
        tools = tools with { Tools = [.. tools.Tools, .. loaded], ServerSide = chosen?.ServerSideTools, Model = chosen };
        list.Write(invocation, context.Terminal, () => ToolListJson.Of(tools), () => ToolListText.Write(tools));
        return 0;
    }
}
