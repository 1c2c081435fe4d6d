using System.Globalization;
using Llm.Cli.Output;
using Llm.Packages;

namespace Llm.Cli.Commands.Providers;

/// <summary>Asks models of a package and says what each of them answered.</summary>
internal sealed class PackageTrial(CliContext context, ModelProvider provider)
{
    /// <summary>Asks the models, one after another; one that fails does not hide the others.</summary>
    /// <param name="models">The models.</param>
    /// <param name="report">Receives a line about each.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    /// <returns>How many failed.</returns>
    public async Task<int> RunAsync(IReadOnlyList<PackageModelEntry> models, Action<string> report, CancellationToken cancellationToken)
    {
        var failed = 0;
        foreach (var model in models)
        {
            var name = $"{provider.Name}/{model.Name} ({PackageModelTypes.NameOf(model.Type)})";
            var started = context.Host.Services.Clock.GetTimestamp();
            try
            {
                string answer;
                using (ProgressLine.Start(context.Terminal, $"asking {name}"))
                    answer = await context.Host.ProbeAsync(provider.Package!, model, cancellationToken);
                var seconds = context.Host.Services.Clock.GetElapsedTime(started).TotalSeconds;
                report($"{name}: answered in {seconds.ToString("0.0", CultureInfo.InvariantCulture)} s: {answer}");
            }
            catch (LlmException ex)
            {
                failed++;
                report($"{name}: failed: {ex.Message}");
            }
        }

        return failed;
    }
}
