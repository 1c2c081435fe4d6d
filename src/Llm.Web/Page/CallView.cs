using System.Text.Json.Nodes;
using Llm.Json;

namespace Llm.Web.Page;

/// <summary>Shows a call of a tool with its state: waiting for a decision, running, declined or with its result.</summary>
internal static class CallView
{
    /// <summary>A call that runs only if the user approves it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="approval">The id by which the browser answers.</param>
    public static Html Waiting(ToolCall call, string approval) => Card(call.Name, "needs your approval", call.Arguments, Html.Format($"""
        <div class="actions" role="group" aria-label="{"Approve the call of " + call.Name}">
        <button type="button" class="primary" data-approval="{approval}" data-approved="true">Approve</button>
        <button type="button" data-approval="{approval}" data-approved="false">Decline</button>
        </div>
        """), isOpen: true);

    /// <summary>A call that runs.</summary>
    public static Html Running(ToolCall call) => Card(call.Name, "running…", call.Arguments, Html.Empty);

    /// <summary>A call that the user did not approve.</summary>
    public static Html Declined(ToolCall call) => Card(call.Name, "declined", call.Arguments, Html.Empty);

    /// <summary>A call that has ended.</summary>
    public static Html Done(ToolCall call, ToolResult result) =>
        Done(call.Name, call.Arguments, result.Output, result.Exception, AttachmentView.Whole(result.Attachments));

    /// <summary>A call in a conversation that is read; it may have no result.</summary>
    public static Html Read(ToolCallPart call, ToolResultPart? result) => result is null
        ? Card(call.Name, "no result", call.Arguments, Html.Empty)
        : Done(call.Name, call.Arguments, result.Output, result.Exception, AttachmentView.Logged(result.Attachments));

    /// <summary>A result whose call is not there.</summary>
    public static Html Alone(ToolResultPart result) =>
        Done(result.Name, [], result.Output, result.Exception, AttachmentView.Logged(result.Attachments));

    private static Html Done(string name, JsonObject arguments, string output, string? exception, Html attachments) => Card(
        name, exception is null ? "done" : "failed", arguments,
        Html.Format($"""<p class="label">Result</p>{Code(output)}{attachments}"""));

    private static Html Code(string text) => Html.Format($"""<pre tabindex="0"><code>{text}</code></pre>""");

    private static Html Card(string name, string state, JsonObject arguments, Html rest, bool isOpen = false) => Html.Format($"""
        <details class="call"{Html.When(isOpen, Html.Format($" open"))}>
        <summary><span class="tool">{name}</span> <span class="state">{state}</span></summary>
        {Html.When(arguments.Count > 0, Html.Format($"""<p class="label">Arguments</p>{Code(PythonJson.Indented(arguments))}"""))}
        {rest}</details>
        """);
}
