using Llm.Cli.Output;

namespace Llm.Cli.Commands.Doctor;

/// <summary>Shows the proxies that requests use.</summary>
internal static class ProxyCheck
{
    public static Finding Run()
    {
        try
        {
            return Ok(EnvironmentProxy.Read() is EnvironmentProxy proxies ? Describe(proxies) : "as set in the system");
        }
        catch (LlmException ex)
        {
            return new Finding("Network", "proxy", FindingState.Wrong, ex.Message);
        }

        static Finding Ok(string text) => new("Network", "proxy", FindingState.Ok, text);
    }

    private static string Describe(EnvironmentProxy proxies)
    {
        var text = proxies.Proxies.Count == 0
            ? "none"
            : string.Join(", ", proxies.Proxies.Select(proxy => $"{proxy.Proxy.Scheme}://{proxy.Proxy.Authority} ({proxy.Variable})"));
        return proxies.Exceptions is null ? text : $"{text}; not used for {proxies.Exceptions} ({proxies.ExceptionsVariable})";
    }
}
