namespace Llm.Cli.Commands.Completion;

/// <summary>The kinds of values that a parameter can have.</summary>
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
