using Llm.Commands;
using Llm.Json;

namespace Llm.Cli.Commands.Schemas;

internal sealed class SchemasDslCommand(CliContext context) : Command
{
    public const string Name = "dsl";

    private readonly ValueArgument<string> input = new("INPUT");
    private readonly Flag multi = new("--multi") { Help = "Wrap in an array" };

    public override string? Example => "llm schemas dsl 'name, age int'";

    public override string Help => """
        Convert LLM's schema DSL to a JSON schema

        \b
            llm schema dsl 'name, age int, bio: their bio'
        """;

    public override IReadOnlyList<Parameter> Parameters => [input, multi];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var schema = SchemaDsl.Parse(invocation.Get(input));
        context.Terminal.WriteLine(PythonJson.Indented(invocation.Get(multi) ? SchemaDsl.Multiple(schema) : schema));
        return Task.FromResult(0);
    }
}
