namespace Llm.Providers.Offline;

/// <summary>The model <c>summary</c>, which needs neither a network nor a key.</summary>
public sealed class SummaryPlugin : IPlugin
{
    /// <inheritdoc/>
    public string Name => "llm-summary";

    /// <inheritdoc/>
    public void RegisterModels(ModelRegistry models) => models.Add(new SummaryModel());
}
