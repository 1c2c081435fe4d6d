using System.Text.Json.Nodes;
using Llm.Testing;

namespace Llm.Providers.Tests.OpenAI;

/// <summary>A conversation that our model and OpenAI's SDK both have with the same server.</summary>
/// <param name="Api">The interface: <c>chat</c> or <c>responses</c>.</param>
/// <param name="Name">What it is about.</param>
/// <param name="Turns">The turns, each of which continues the one before.</param>
internal sealed record LibraryConversation(string Api, string Name, params LibraryTurn[] Turns)
{
    public override string ToString() => $"{Api}: {Name}";
}

/// <summary>A turn of a conversation.</summary>
/// <param name="Parameters">The parameters of the SDK's <c>stream</c>, without the model.</param>
/// <param name="Text">The text of our prompt; null for none.</param>
/// <param name="Options">The options of our prompt.</param>
/// <param name="Answer">What the server answers to both.</param>
/// <param name="Differences">What has to be changed in the SDK's body to make it equal ours, each with its reason.</param>
internal sealed record LibraryTurn(
    JsonObject Parameters, string? Text, PromptOptions Options, FakeAnswer Answer, params LibraryDifference[] Differences);
