using System.Diagnostics;

namespace Llm;

/// <summary>Marks spans of requests that failed.</summary>
internal static class ActivityErrors
{
    /// <summary>Sets the status and the kind of an error. Its message may contain parts of the prompt or the answer.</summary>
    public static void SetError(this Activity activity, Exception? error)
    {
        if (error is null) return;
        activity.SetTag("error.type", ErrorType.Of(error));
        activity.SetStatus(ActivityStatusCode.Error);
    }
}
