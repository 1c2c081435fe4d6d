using System.Text;
using System.Text.Json.Nodes;
using Llm.Cli.Options;
using Llm.Commands;
using Llm.Packages;

namespace Llm.Cli.Commands.Providers;

internal sealed class ProvidersValidateCommand(CliContext context) : Command
{
    public const string Name = "validate";

    private readonly ValueArgument<string> path = new("PATH");
    private readonly Flag strict = new("--strict") { Help = "Fail for warnings too" };
    private readonly ListOptions list = new();

    public override string? Example => "llm providers validate my-package";

    public override string Help => """
        Check a package of models as its author

        PATH is a folder, a .difypkg file or the name of a package that was added. An error is what Dify or this program refuses, a
        warning what is likely to be a mistake. The exit code is 1 if there are errors.
        """;

    public override IReadOnlyList<Parameter> Parameters => [path, strict, .. list.All];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var given = invocation.Get(path);
        var folder = Path.Exists(given) ? given : ProviderText.FindPackage(context.Host, given).Package!.Folder;
        var problems = PackageStore.Check(folder);
        var errors = problems.Count(problem => problem.IsError);
        list.Write(
            invocation,
            context.Terminal,
            problems,
            problem => new JsonObject
            {
                ["level"] = problem.IsError ? "error" : "warning",
                ["file"] = problem.File,
                ["line"] = problem.Line > 0 ? problem.Line : null,
                ["key"] = problem.Key.Length > 0 ? problem.Key : null,
                ["message"] = problem.Message,
            },
            all =>
            {
                var text = new StringBuilder();
                foreach (var problem in all) text.Append($"{(problem.IsError ? "error" : "warning")}: {problem}\n");
                var warnings = all.Count - errors;
                text.Append(all.Count == 0
                    ? "The package is correct.\n"
                    : $"{Counted(errors, "error")}, {Counted(warnings, "warning")}\n");
                return text.ToString();
            });
        return Task.FromResult(errors > 0 || (invocation.Get(strict) && problems.Count > 0) ? 1 : 0);
    }

    private static string Counted(int count, string what) => count == 1 ? $"1 {what}" : $"{count} {what}s";
}
