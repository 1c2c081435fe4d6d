using System.Globalization;
using System.Text.Json.Nodes;

namespace Llm;

/// <summary>The two tools that are always available; the plugin has the same name as in the Python tool.</summary>
internal sealed class DefaultTools(TimeProvider clock) : IPlugin
{
    public string Name => "llm.default_plugins.default_tools";

    public void RegisterTools(ToolRegistry tools)
    {
        // Written by hand, so that their hashes match those of the Python tool and a prompt with them needs no reflection.
        tools.Add(new Tool("llm_version", "Return the installed version of llm", NoArguments())
        {
            ReturnType = "str",
            Implementation = (call, _) => Answer(call, ProductVersion.Text),
        });
        tools.Add(new Tool("llm_time", "Returns the current time, as local time and UTC", NoArguments())
        {
            ReturnType = "dict",
            Implementation = (call, _) => Answer(call, ToolOutput.FromJson(Time())),
        });
    }

    private static Task<ToolOutput> Answer(ToolCall call, ToolOutput output)
    {
        ToolArguments.Check(call.Arguments, NoArguments());
        return Task.FromResult(output);
    }

    private JsonObject Time()
    {
        var utc = clock.GetUtcNow();
        var local = TimeZoneInfo.ConvertTime(utc, clock.LocalTimeZone);
        var isDst = clock.LocalTimeZone.IsDaylightSavingTime(local);
        return new JsonObject
        {
            ["utc_time"] = utc.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture),
            ["utc_time_iso"] = utc.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'+00:00'", CultureInfo.InvariantCulture),
            ["local_timezone"] = NameOf(clock.LocalTimeZone, isDst),
            ["local_time"] = local.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            ["timezone_offset"] = $"UTC{local.ToString("zzz", CultureInfo.InvariantCulture)}",
            ["is_dst"] = isDst,
        };
    }

    private static string NameOf(TimeZoneInfo zone, bool isDst) =>
        zone.HasSameRules(TimeZoneInfo.Utc) ? "UTC" : isDst ? zone.DaylightName : zone.StandardName;

    private static JsonObject NoArguments() => new() { ["properties"] = new JsonObject(), ["type"] = "object" };
}
