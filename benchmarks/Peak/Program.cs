// Prints the peak memory of a program in bytes. The system counts what the starting process has when it starts another, so a large
// one cannot measure a small one. The arguments are PROGRAM ARGUMENTS...
using System.Collections;
using Llm.Benchmarks;

var environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
    .Select(variable => KeyValuePair.Create((string)variable.Key, (string?)variable.Value ?? ""));
Console.WriteLine(Spawn.Run(args[0], args[1..], environment).PeakBytes);
