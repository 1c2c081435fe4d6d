using Llm.Commands;

namespace Llm.Cli.Tests.CommandLine;

/// <summary>A command that only describes: the grammar's tests look at what was parsed.</summary>
internal sealed class SampleCommand(string help, params Parameter[] parameters) : Command
{
    public override string Help => help;

    public override IReadOnlyList<Parameter> Parameters => parameters;

    public override IReadOnlyList<Option> Additions => Added;

    public IReadOnlyList<Option> Added { get; init; } = [];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken) => Task.FromResult(0);
}
