using Llm.Commands;

namespace Samples.Notebook;

/// <summary><c>llm note TEXT</c> adds a line to the notebook; <c>--tidy</c> lets the default model correct it first.</summary>
public sealed class NoteCommand : Command
{
    private readonly ValueArgument<string> text = new("TEXT");
    private readonly Flag tidy = new("--tidy") { Help = "Let the default model correct the line" };

    public override string Help => "Add a line to notes.txt";

    public override IReadOnlyList<Parameter> Parameters => [text, tidy];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var line = invocation.Get(text);
        if (invocation.Get(tidy))
        {
            var host = invocation.Host;
            var log = await host.OpenLogAsync(cancellationToken);
            var answer = await host.GetModel().PromptAsync($"Correct, and say nothing else: {line}", null, cancellationToken);
            await log.LogAsync(answer, cancellationToken);
            line = answer.Text;
            await host.Output.WriteLineAsync(line.AsMemory(), cancellationToken);
        }

        await File.AppendAllTextAsync("notes.txt", line + "\n", cancellationToken);
        return 0;
    }
}
