namespace Llm.Web.Page;

/// <summary>The headers that keep a browser from running or loading anything that is not the page's own.</summary>
internal static class PageHeaders
{
    /// <summary>The policy of every page; pictures that models make are in the page itself.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Adds the headers.</summary>
    public static void Write(HttpResponse response)
    {
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        // Nothing goes to other hosts; with 'no-referrer', browsers would hide the origin of the page's own forms too.
        response.Headers["Referrer-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }
}
