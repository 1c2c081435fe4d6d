using System.Security.Cryptography;

namespace Llm.Web.Page;

/// <summary>The style sheet, scripts and icon of the page, which are resources of this program.</summary>
internal static class PageFiles
{
    private static readonly Dictionary<string, string> Types = new()
    {
        ["page.css"] = "text/css; charset=utf-8",
        ["page.js"] = "text/javascript; charset=utf-8",
        ["chat.js"] = "text/javascript; charset=utf-8",
        ["log.js"] = "text/javascript; charset=utf-8",
        ["icon.svg"] = "image/svg+xml",
    };

    private static readonly Lazy<Dictionary<string, PageFile>> Files =
        new(() => Types.ToDictionary(entry => entry.Key, entry => Read(entry.Key, entry.Value)));

    /// <summary>Whether a file has this path.</summary>
    public static bool Has(PathString path) => path.Value is { } text && text.StartsWith(PagePaths.Files, StringComparison.Ordinal)
        && Types.ContainsKey(text[PagePaths.Files.Length..]);

    /// <summary>Sends a file, unless the browser has it.</summary>
    public static async Task SendAsync(HttpContext context, string name)
    {
        var (request, response) = (context.Request, context.Response);
        if (!Files.Value.TryGetValue(name, out var file))
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        PageHeaders.Write(response);
        response.Headers.ETag = file.Tag;
        // The browser asks each time, so that a newer version of llm is never mixed with an older one.
        response.Headers.CacheControl = "no-cache";
        if (request.Headers.IfNoneMatch == file.Tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = file.Type;
        response.ContentLength = file.Content.Length;
        if (!HttpMethods.IsHead(request.Method)) await response.Body.WriteAsync(file.Content, context.RequestAborted);
    }

    private static PageFile Read(string name, string type)
    {
        using var stream = typeof(PageFiles).Assembly.GetManifestResourceStream(name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        var hash = Convert.ToHexStringLower(SHA256.HashData(content)[..8]);
        return new PageFile(content, type, $"\"{hash}\"");
    }

    private sealed record PageFile(byte[] Content, string Type, string Tag);
}
