using Llm.Cli.Output;

namespace Llm.Cli.Commands.Doctor;

/// <summary>Checks whether the servers of models answer.</summary>
internal static class ServerCheck
{
    private const string Section = "Servers";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Sends a request to the server of every usable model: one whose key is available, or that needs none.</summary>
    public static async Task<IReadOnlyList<Finding>> RunAsync(LlmHost host, CancellationToken cancellationToken)
    {
        List<Uri> servers;
        try
        {
            var usable = host.ListedModels.Models.Select(entry => entry.Model).Where(model => HasKey(host, model));
            servers = [.. usable.Select(model => model.Origin.Server).OfType<Uri>().Distinct()];
        }
        catch (LlmException)
        {
            return [];
        }

        return await Task.WhenAll(servers.Select(server => AskAsync(host.Web, server, cancellationToken)));
    }

    private static bool HasKey(LlmHost host, Model model) => model is not KeyModel { NeedsKey: { } name } key
        || !string.IsNullOrEmpty(host.Keys.Find(name))
        || new KeySources(host.Directory).Names().Contains(name)
        || (key.KeyEnvironmentVariable is { } variable && !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable)));

    private static async Task<Finding> AskAsync(WebContent web, Uri server, CancellationToken cancellationToken)
    {
        // A user name and password in the URL must not be shown.
        var shown = $"{server.Scheme}://{server.Authority}{server.AbsolutePath}";
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            var status = await web.GetStatusAsync(server, patience.Token);
            return new Finding(Section, shown, FindingState.Ok, $"answers (HTTP {status})");
        }
        catch (LlmException ex)
        {
            return new Finding(
                Section,
                shown,
                FindingState.Wrong,
                $"cannot be reached: {ex.InnerException?.Message ?? ex.Message} Check api_base and the network.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Finding(
                Section,
                shown,
                FindingState.Wrong,
                $"did not answer within {Patience.TotalSeconds} seconds. Check api_base and the network.");
        }
    }
}
