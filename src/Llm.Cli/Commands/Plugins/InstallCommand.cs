using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Llm.Cli.Output;
using Llm.Cli.Twin;
using Llm.Commands;
using Llm.Plugins;

namespace Llm.Cli.Commands.Plugins;

internal sealed class InstallCommand(CliContext context) : Command, ILeftToTwin
{
    public const string Name = "install";
    public const string Summary = "Install packages from NuGet into the same environment as LLM";

    private readonly RepeatedArgument<string> packages = new("PACKAGES") { Optional = true };
    private readonly Flag upgrade = new("-U", "--upgrade") { Help = "Upgrade packages to latest version" };
    private readonly ValueOption<string> editable = new("-e", "--editable") { Help = "Install a project in editable mode from this path" };
    private readonly Flag force = new("--force-reinstall") { Help = "Reinstall all packages even if they are already up-to-date" };
    private readonly Flag noCache = new("--no-cache-dir") { Help = "Disable the cache" };
    private readonly Flag prerelease = new("--pre") { Help = "Include pre-release and development versions" };

    public override string? Example => "llm install Llm.Local";

    public override string Help => $"""
        {Summary}

        A package is named by its ID, with a version as in Name==1.2.0, or by the path or address of a .nupkg file, the path of a
        project, or the address of a git repository after git+. Its plugins run as you do, so install only packages that you trust.
        """;

    public override IReadOnlyList<Parameter> Parameters => [packages, upgrade, editable, force, noCache, prerelease];

    public override Task<int> RunAsync(Invocation invocation, CancellationToken cancellationToken) =>
        RuntimeCode.IsSupported ? InstallAsync(invocation, cancellationToken) : throw new UnreachableException();

    [RequiresUnreferencedCode(RuntimeCode.Reason)]
    private async Task<int> InstallAsync(Invocation invocation, CancellationToken cancellationToken)
    {
        var wanted = invocation.Get(packages) ?? [];
        foreach (var package in wanted)
        {
            if (package.Equals("llm", StringComparison.OrdinalIgnoreCase))
            {
                throw new LlmException(
                    $"llm itself is not upgraded by 'llm install'. {ToolInstallation.HowToUpgrade(AppContext.BaseDirectory)}");
            }

            if (PythonPlugins.AnswerFor(package) is { } answer) throw new LlmException(answer);
        }

        var options = new InstallOptions
        {
            Upgrade = invocation.Get(upgrade),
            Force = invocation.Get(force),
            NoCache = invocation.Get(noCache),
            Prerelease = invocation.Get(prerelease),
        };
        string[] projects = invocation.Get(editable) is { } project ? [project] : [];
        IReadOnlyList<InstalledPackage> installed;
        using (ProgressLine.Start(context.Terminal, $"installing {string.Join(", ", wanted.Concat(projects))}"))
            installed = await Installer().InstallAsync(wanted, projects, options, cancellationToken);
        foreach (var package in installed) context.Terminal.WriteLine($"Installed {package.Id} {package.Version}");
        if (installed.Count > 0) WarnOfClashes();
        if (installed.Count == 0 && wanted.Count > 0)
            context.Terminal.WriteLine($"Already installed: {string.Join(", ", wanted)}. -U installs the newest version.");
        return 0;
    }

    [RequiresUnreferencedCode(RuntimeCode.Reason)]
    private PluginInstaller Installer() => new(
        context.Host.Directory,
        (address, cancellationToken) => context.Host.Web.GetBytesAsync(address.ToString(), WebContent.UsualRedirects, cancellationToken))
    {
        ModelsBefore = context.Host.ModelsBefore,
    };

    /// <summary>Names what two plugins have in common, as the set of plugins is now.</summary>
    private void WarnOfClashes()
    {
        using var host = LlmHost.Create(HostSettings.Read(context));
        foreach (var clash in host.PluginClashes) context.Terminal.WriteErrorLine($"Warning: {clash}", TextStyle.Note);
    }
}
