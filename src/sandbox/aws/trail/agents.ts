/** What programs call themselves in records. */
export const agents = {
  console:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  cli: 'aws-cli/2.31.2 md/awscrt#0.27.6 ua/2.1 os/linux#6.8.0 md/arch#x86_64 lang/python#3.13.7 md/pyimpl#CPython exec-env/CLI cfg/retry-mode#standard md/command#cloudtrail.delete-trail',
  cliPlain:
    'aws-cli/2.31.2 md/awscrt#0.27.6 ua/2.1 os/macos#25.0.0 md/arch#arm64 lang/python#3.13.7',
  terraform:
    'APN/1.0 HashiCorp/1.0 Terraform/1.13.3 (+https://www.terraform.io) terraform-provider-aws/6.14.1 (+https://registry.terraform.io/providers/hashicorp/aws) aws-sdk-go-v2/1.39.2 ua/2.1 os/linux lang/go#1.24.6 md/GOOS#linux md/GOARCH#amd64',
  actions: 'configure-aws-credentials-for-github-actions',
  sdk: 'aws-sdk-js/3.901.0 ua/2.1 os/linux#5.10 lang/js md/nodejs#22.19.0 api/sts#3.901.0',
  boto: 'Boto3/1.40.45 md/Botocore#1.40.45 ua/2.1 os/linux#5.10 md/arch#aarch64 lang/python#3.13.7',
} as const;
