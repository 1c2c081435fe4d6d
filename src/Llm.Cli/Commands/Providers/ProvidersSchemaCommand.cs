using Llm.Commands;
using Llm.Json;

namespace Llm.Cli.Commands.Providers;

internal sealed class ProvidersSchemaCommand(CliContext context) : Command
{
    public const string Name = "schema";

    private readonly ValueArgument<string> model = new("MODEL");
    private readonly PackageTypeOption type = new();

    public override string? Example => "llm providers schema groq/llama-3.1-8b-instant";

    public override string Help => """
        Show the description of a model of a package, as JSON

        It has the templates and languages filled in, in the shape in which Dify has it.
        """;

    public override IReadOnlyList<Parameter> Parameters => [model, type.Option];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var description = PackageModelName.Find(context.Host, invocation.Get(model), type.Find(invocation));
        context.Terminal.WriteLine(PythonJson.IndentedUnescaped(description.ToJson()));
        return Task.FromResult(0);
    }
}
