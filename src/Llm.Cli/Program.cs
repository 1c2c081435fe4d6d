using System.Runtime.InteropServices;
using Llm;
using Llm.Cli;
using Llm.Cli.Input;
using Llm.Cli.Output;

// The shortest way for what shells and scripts ask again and again.
var terminal = Terminal.Open();
if (args is ["--version"])
{
    terminal.WriteLine($"llm, version {CliVersion.Text}");
    return 0;
}

using var interrupt = new CancellationTokenSource();
using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);

var input = StandardInput.Open(text => terminal.WriteErrorLine(text));
var context = new CliContext(terminal, input, () => LlmHost.Create(HostSettings.Read(terminal.ErrorWriter)));
return new CliApplication(context).Run(args, interrupt.Token);

// The first signal stops the request and keeps what came; the second leaves at once.
void Stop(PosixSignalContext signal)
{
    if (interrupt.IsCancellationRequested) return;
    signal.Cancel = true;
    interrupt.Cancel();
}
