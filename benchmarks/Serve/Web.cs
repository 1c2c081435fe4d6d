using System.Globalization;

namespace Llm.Benchmarks.Serve;

/// <summary>A bare web server on a free port of the loopback interface.</summary>
internal static class Web
{
    public static WebApplication Create()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        return builder.Build();
    }

    /// <summary>Prints the address, and serves until the process is killed.</summary>
    public static async Task RunAsync(WebApplication application)
    {
        await application.StartAsync();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Serving at {application.Urls.First()}"));
        await application.WaitForShutdownAsync();
    }
}
