using Realtime.Pbm.Printing;
using Realtime.Pbm.Running;
using Realtime.Protocol.Operations;

using var output = Output.Standard();
using var errors = Output.Errors();
try
{
    return await Start.RunAsync(args, output, errors);
}
catch (IOException e) when (Output.IsClosed(e))
{
    // Whoever read this has seen enough, as with `| head -1`.
    return OperatorExit.Done;
}
catch (IOException e)
{
    errors.Line($"cannot write the answer: {e.Message}");
    return OperatorExit.Failed;
}
