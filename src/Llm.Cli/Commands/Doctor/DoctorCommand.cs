using Llm.Cli.Output;
using Llm.Commands;

namespace Llm.Cli.Commands.Doctor;

internal sealed class DoctorCommand(CliContext context) : Command
{
    public const string Name = "doctor";

    public const string Summary = "Check the user directory, keys, logs and plugins for problems";

    private readonly Flag json = new("--json") { Help = "Output as JSON" };
    private readonly Flag network = new("--network") { Help = "Also check whether the servers of models answer; no key is sent" };

    public override string? Example => "llm doctor --network";

    public override string Help => $"""
        {Summary}

        It changes nothing, and uses the network only with --network. The exit code is 1 if there is a problem.
        """;

    public override IReadOnlyList<Parameter> Parameters => [json, network];

    public override async Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var host = context.Host;
        var plugins = PluginCheck.Look(host);
        List<Finding> findings =
        [
            .. DirectoryCheck.Run(host.Directory),
            .. await FileCheck.RunAsync(host, plugins, cancellationToken),
            .. LogCheck.Run(host.Directory),
            .. EmbeddingCheck.Run(host),
            .. plugins.Select(plugin => plugin.ToFinding()),
            .. PluginCheck.Clashes(host),
            .. ModelCheck.Run(host),
            .. await ReferenceCheck.RunAsync(host, cancellationToken),
            PythonCheck.Run(),
            ProxyCheck.Run(),
        ];
        if (invocation.Get(network)) findings.AddRange(await ServerCheck.RunAsync(host, cancellationToken));
        context.Terminal.Write(invocation.Get(json) ? DoctorReport.ToJson(findings) : DoctorReport.ToText(findings));
        return findings.Exists(finding => finding.State == FindingState.Wrong) ? 1 : 0;
    }
}
