using Llm.Commands;

namespace Llm.Cli.Commands;

/// <summary>Prints where a file or directory of the user's is, whether it is there or not.</summary>
/// <param name="context">The program's surroundings.</param>
/// <param name="group">The group that the command belongs to.</param>
/// <param name="what">What it is, for the help page.</param>
/// <param name="path">Its path.</param>
/// <param name="directory">The directory that is made, so that a file can be put there; null for none.</param>
internal sealed class PathCommand(CliContext context, string group, string what, string path, string? directory = null) : Command
{
    public const string Name = "path";

    public override string? Example => $"llm {group} {Name}";

    public override string Help => $"Output the path to the {what}";

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        if (directory is not null) new UserDirectory(directory).Create();
        context.Terminal.WriteLine(path);
        return Task.FromResult(0);
    }
}
