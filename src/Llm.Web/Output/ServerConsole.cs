namespace Llm.Web.Output;

/// <summary>What the server says to the person who started it.</summary>
internal static class ServerConsole
{
    /// <summary>Says where the server listens.</summary>
    public static void Say(string text) => Console.Out.WriteLine(text);

    /// <summary>Warns, or shows why the server ends.</summary>
    public static void Warn(string text) => Console.Error.WriteLine(text);
}
