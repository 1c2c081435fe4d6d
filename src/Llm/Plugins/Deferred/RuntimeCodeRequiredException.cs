namespace Llm;

/// <summary>The code of an installed plugin is needed, and this program was compiled ahead of time, so it cannot load any.</summary>
/// <param name="plugin">The name of the plugin.</param>
internal sealed class RuntimeCodeRequiredException(string plugin)
    : LlmException($"The plugin {plugin} cannot run in a program that was compiled ahead of time. Publish the program without PublishAot.");
