using System.Text;
using OneApi.Client.Testing.Faults;

namespace OneApi.Client.Testing.Serving;

/// <summary>Decides what a request is answered: the fault's error, a refusal, or what the wire's endpoint says.</summary>
internal sealed class AnswerMaker(ProviderWire wire, FakeProviderOptions options)
{
    private static readonly FakeReply NothingToSay = new() { Text = "" };

    public WireAnswer Make(FakeRequest request, WireFailure? refusal, Fault? fault, Func<FakeRequest, FakeReply?> choose) => fault?.Kind switch
    {
        FaultKind.Error => Refuse(FailureOf(fault, request)),
        FaultKind.ErrorInSuccess => SuccessWithError(request),
        FaultKind.Html => ProxyPage.Answer(fault.Status),
        FaultKind.ErrorMidStream when !request.IsStreaming => Refuse(new WireFailure(WireErrorKind.ServerError, request)),
        FaultKind.EmptySuccess => Serve(request, refusal, isEmptied: true, static _ => NothingToSay),
        _ => Serve(request, refusal, isEmptied: false, choose),
    };

    /// <summary>Says whether a fault keeps a socket from being opened.</summary>
    public bool RefusesSocket(Fault? fault, FakeRequest request) => fault?.Kind switch
    {
        FaultKind.Reset or FaultKind.Html => true,
        FaultKind.Error => wire.Word(FailureOf(fault, request)).Status != 200,
        _ => false,
    };

    private static WireFailure FailureOf(Fault fault, FakeRequest request)
        => new(fault.Error, request) { Status = fault.Status, RetryAfter = fault.Delay, Code = fault.Code };

    private WireAnswer Serve(FakeRequest request, WireFailure? refusal, bool isEmptied, Func<FakeRequest, FakeReply?> choose)
    {
        if (refusal is not null)
        {
            return Refuse(refusal);
        }

        var path = wire.LocalPath(request.Path);
        var routes = path is null ? [] : wire.Routes.Where(route => route.Matches(path)).ToList();

        if (routes.Find(route => route.Method == request.Method) is not { } found)
        {
            return Refuse(new WireFailure(routes.Count == 0 ? WireErrorKind.NotFound : WireErrorKind.MethodNotAllowed, request));
        }

        FakeReply? script;

        try
        {
            script = choose(request);
        }
        catch (Exception failure)
        {
            // The test's own code failed, whatever it throws: say so in the open, it must not look like the provider's error.
            return WireAnswer.Raw(500, "text/plain", Encoding.UTF8.GetBytes($"The test's reply script failed: {failure}"));
        }

        return Run(found, new WireCall(wire, request, options, script, isEmptied), script);
    }

    private WireAnswer Run(WireRoute route, WireCall call, FakeReply? script)
    {
        try
        {
            var answer = route.Answer(call);

            if (script?.RawBody is { } raw)
            {
                answer = WireAnswer.Raw(script.StatusCode, script.ContentType, raw);
            }

            return answer.With(wire.CommonHeaders(call.Request)).With(script?.Headers ?? NothingToSay.Headers);
        }
        catch (RequestRefusedException refusal)
        {
            return Refuse(new WireFailure(refusal.Kind, call.Request) { Message = refusal.Text, Parameter = refusal.Parameter, Code = refusal.Code });
        }
        catch (Exception mismatch) when (mismatch is InvalidOperationException or FormatException)
        {
            // JsonElement's word for a member of another type than the wire's. Checks name the likely ones before.
            return Refuse(new WireFailure(WireErrorKind.InvalidRequest, call.Request) { Message = $"Invalid type in the request: {mismatch.Message}" });
        }
    }

    private WireAnswer Refuse(WireFailure failure)
    {
        var error = wire.Word(failure);

        return error.Status == 200 ? UnderSuccess(error, failure.Request) : Whole(error, failure.Request);
    }

    private WireAnswer SuccessWithError(FakeRequest request)
        => UnderSuccess(wire.WordError(new WireFailure(WireErrorKind.ServerError, request)) with { Status = 200 }, request);

    /// <summary>An error under status 200 reaches a streaming client as an event.</summary>
    private WireAnswer UnderSuccess(WireError error, FakeRequest request)
        => wire.TakesErrorEvents(request)
            ? WireAnswer.Stream(wire.StreamContentType, [new StreamFrame(wire.FrameError(error, request), FrameRole.Structure)]).With(wire.CommonHeaders(request))
            : Whole(error, request);

    private WireAnswer Whole(WireError error, FakeRequest request)
        => wire.AnswerError(error, request).With(wire.CommonHeaders(request)).With(error.Headers);
}
