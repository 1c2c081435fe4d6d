using Llm.Commands;

namespace Llm.Cli.Commands;

/// <summary>Prints the path of a user's file or directory, which need not exist.</summary>
/// <param name="context">The services of the program.</param>
/// <param name="group">The group that the command belongs to.</param>
/// <param name="what">The name of the file or directory for the help page.</param>
/// <param name="path">The path.</param>
/// <param name="directory">The directory to create, so that a file can be put there; null for none.</param>
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
