using Llm;
using Llm.Serving;
using Llm.Web;
using Llm.Web.Output;

// The command 'llm serve' checks the settings and hands them on; nobody else starts this program.
if (args is not [var text])
{
    ServerConsole.Warn("This program belongs to llm. Start the server with: llm serve");
    return 2;
}

try
{
    var settings = ServeSettings.Parse(text);
    using var host = ServedHost.Create();
    await using var log = await ServedHost.OpenLogAsync(host, settings.Database);
    return await Server.RunAsync(settings, host, log);
}
catch (LlmException ex)
{
    ServerConsole.Warn($"Error: {ex.Message}");
    return 1;
}
