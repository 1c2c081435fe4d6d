using Llm.Cli.Output;

namespace Llm.Cli.Commands.Doctor;

/// <summary>A plugin with the hooks that it implements, or the error that prevents it.</summary>
internal sealed record PluginCheck(string Name, IReadOnlyList<string> Hooks, LlmException? Error)
{
    public static IReadOnlyList<PluginCheck> Look(LlmHost host) => [.. host.Plugins.Select(Look)];

    public Finding ToFinding() => Error is null
        ? new Finding("Plugins", Name, FindingState.Ok, string.Join(", ", Hooks))
        : new Finding("Plugins", Name, FindingState.Wrong, Error.Message);

    /// <summary>Names that two plugins have in common.</summary>
    public static IEnumerable<Finding> Clashes(LlmHost host)
    {
        IReadOnlyList<string> clashes;
        try
        {
            clashes = host.PluginClashes;
        }
        catch (LlmException)
        {
            // The plugin or file that it comes from is reported already.
            return [];
        }

        return clashes.Select(clash => new Finding("Plugins", "names", FindingState.Note, clash));
    }

    private static PluginCheck Look(IPlugin plugin)
    {
        try
        {
            return new PluginCheck(plugin.Name, PluginHooks.NamesOf(plugin), null);
        }
        catch (LlmException ex)
        {
            return new PluginCheck(plugin.Name, [], ex);
        }
    }
}
