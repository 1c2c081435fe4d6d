using Llm.Pages;

namespace Llm.Cli.Retrieval;

/// <summary>Offers web pages as Markdown.</summary>
/// <remarks>The parser is large, and a page is slow to fetch in any case, so it is left to the managed twin.</remarks>
internal sealed class PagePlugin(CliContext context) : IPlugin
{
    private const string Prefix = "url";

    public string Name => "llm-url";

    public void RegisterFragmentLoaders(LoaderRegistry<FragmentLoader> loaders) => loaders.Add(
        Prefix,
        new RegisteredLoader<FragmentLoader>(LoadAsync, "A web page as Markdown, without menus and scripts: url:https://example.com/page")
        {
            Load = RequireTwin,
        });

    private Task<LoadedFragments> LoadAsync(string argument, CancellationToken cancellationToken) => RuntimeCode.IsSupported
        ? PageLoader.LoadAsync(context.Host.Web, argument, cancellationToken)
        : throw new RuntimeCodeRequiredException(Prefix);

    private static void RequireTwin()
    {
        if (!RuntimeCode.IsSupported) throw new RuntimeCodeRequiredException(Prefix);
    }
}
