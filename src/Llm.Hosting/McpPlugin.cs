using Llm.Mcp;

namespace Llm;

/// <summary>Offers the tools, resources and prompts of the user's Model Context Protocol servers.</summary>
/// <remarks>This class is not in the assembly of the servers, so that the assembly is loaded only when a server is used.</remarks>
internal sealed class McpPlugin(
    UserDirectory directory, IKeySource keys, IProgress<ToolProgress>? progress, Action<string>? warn) : IPlugin
{
    private const string Prefix = "mcp";

    public string Name => "llm-mcp";

    public void RegisterTools(ToolRegistry tools) =>
        tools.Add(Prefix, (argument, _) => Task.FromResult<Toolbox>(Servers().Toolbox(argument)));

    public void RegisterTemplateLoaders(LoaderRegistry<TemplateLoader> loaders) => loaders.Add(
        Prefix,
        (argument, _) => Task.FromResult(Servers().Template(argument)),
        "A prompt of a Model Context Protocol server: mcp:server/prompt");

    public void RegisterFragmentLoaders(LoaderRegistry<FragmentLoader> loaders) => loaders.Add(
        Prefix, (argument, token) => Servers().LoadAsync(argument, token), "A resource of a Model Context Protocol server: mcp:server/uri");

    private McpServers Servers() => new(directory) { Keys = keys, Progress = progress, Warn = warn };
}
