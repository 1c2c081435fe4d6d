namespace Llm.Mcp;

/// <summary>
/// A Model Context Protocol server failed or refused; the message names it and includes the last lines of its standard error.
/// </summary>
public sealed class McpServerException : LlmException
{
    /// <summary>Creates an error of a server.</summary>
    /// <param name="server">The server's name in <c>mcp.json</c>.</param>
    /// <param name="message">A message for the user or the model.</param>
    /// <param name="innerException">The cause.</param>
    public McpServerException(string server, string message, Exception? innerException = null)
        : base(message, innerException) => Server = server;

    /// <summary>The server's name in <c>mcp.json</c>.</summary>
    public string Server { get; }
}
