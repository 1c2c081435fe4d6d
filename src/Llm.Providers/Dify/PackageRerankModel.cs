using Llm.Providers.Rerank;

namespace Llm.Providers.Dify;

/// <summary>A model of a package that sorts texts, whose server has the common interface for that.</summary>
/// <remarks>The scores are those of the server; Dify's base class moves them to the range from 0 to 1.</remarks>
/// <param name="runner">What created it.</param>
/// <param name="model">The model.</param>
internal sealed class PackageRerankModel(NativeRunner runner, PackageModelUse model) : RerankModel(model.Id)
{
    public override bool IsListedWithoutKey => model.IsListed;

    public override string? NeedsKey => model.KeyName(Services);

    public override string ToString() => model.Label;

    protected override async Task<IReadOnlyList<RankedDocument>> RankAsync(
        RerankRequest request, string? key, CancellationToken cancellationToken)
    {
        var resolved = model.ResolveKey(Services, key);
        var settings = NativeRunner.ServerOf(model, model.CredentialsWith(resolved));
        var server = new RerankServerModel(settings, members: null, runner.Http) { Services = Services };
        return (await server.RerankAsync(request, resolved, cancellationToken)).Documents;
    }
}
