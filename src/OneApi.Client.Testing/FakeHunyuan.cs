using OneApi.Client.Testing.Images;
using OneApi.Client.Testing.Tencent;

namespace OneApi.Client.Testing;

/// <summary>Tencent Hunyuan on loopback, both surfaces: the cloud API at <c>/</c> (<c>ChatCompletions</c>, <c>GetEmbedding</c>, <c>TextToImageLite</c>, <c>SubmitHunyuanImageJob</c>, <c>QueryHunyuanImageJob</c>), signed with TC3-HMAC-SHA256, and <c>/v1/chat/completions</c> and <c>/v1/embeddings</c> with a bearer key.</summary>
/// <remarks>
/// <para>Natively <see cref="FakeProvider.ApiKey"/> is the SecretId and <see cref="FakeProvider.SecretKey"/> the SecretKey. Signatures are verified for real, on the clock of <see cref="FakeProviderOptions.TimeProvider"/>: five minutes off is <c>AuthFailure.SignatureExpire</c>, a content type that is not letter for letter the signed one <c>AuthFailure.SignatureFailure</c>. Errors come under status 200, also for streams.</para>
/// <para>One image job runs at a time, as the vendor has it by default: while one does, another is refused with <c>RequestLimitExceeded</c>. A job that fails has the code <c>FailedOperation.EngineServerError</c>, one whose images are filtered <c>FailedOperation.GenerateImageFailed</c>; see <see cref="FakeImageProvider"/>.</para>
/// <para>On the compatible surface <see cref="FakeProvider.ApiKey"/> is the bearer key, and a JSON body without <c>charset=utf-8</c> is a 400.</para>
/// <para><see cref="Testing.Fault.ProviderError"/> knows the codes of the vendor's native table (<c>AuthFailure.SignatureExpire</c>, <c>FailedOperation.ServiceStopArrears</c>, …) and <c>2003</c>, the compatible surface's rate limit. See <see cref="FakeProvider"/> for how it answers.</para>
/// </remarks>
public sealed class FakeHunyuan : FakeImageProvider
{
    private FakeHunyuan(ImageScript script, FakeProviderOptions options)
        : base(new HunyuanWire(script), script, options)
    {
    }

    /// <summary>Gets the base URL of the compatible surface; <see cref="FakeProvider.Url"/> is that of the native one.</summary>
    public string CompatibleUrl => Url + "/v1";

    /// <summary>Starts it on a free port.</summary>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeHunyuan Start() => Start(new FakeProviderOptions());

    /// <summary>Starts it.</summary>
    /// <param name="options">How.</param>
    /// <returns>The running fake; dispose it.</returns>
    public static FakeHunyuan Start(FakeProviderOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        return new(new ImageScript(), options);
    }
}
