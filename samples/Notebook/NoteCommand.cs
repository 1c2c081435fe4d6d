using Llm.Commands;

namespace Samples.Notebook;

/// <summary><c>llm note TEXT</c> adds a line to the notebook.</summary>
internal sealed class NoteCommand : Command
{
    private readonly ValueArgument<string> text = new("TEXT");

    public override string Help => "Add a line to notes.txt";

    public override IReadOnlyList<Parameter> Parameters => [text];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        await File.AppendAllTextAsync("notes.txt", invocation.Get(text) + "\n", cancellationToken);
        return 0;
    }
}
