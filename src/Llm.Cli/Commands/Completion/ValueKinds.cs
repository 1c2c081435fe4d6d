namespace Llm.Cli.Commands.Completion;

/// <summary>What the value of a parameter can be.</summary>
[Flags]
internal enum ValueKinds
{
    None = 0,
    Files = 1,
    Models = 2,
    ModelAliases = 4,
    Templates = 8,
    Fragments = 16,
    Conversations = 32,
}
