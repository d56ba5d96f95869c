// Starts the admin's date fields, choosers and inline panels, in the page and in whatever is put into it later.
// Wagtail does it by inline scripts, which the site's policy forbids: pages/strict_admin.py writes elements instead.

class Start extends window.StimulusModule.Controller {
  static values = { name: String, new: Boolean, arguments: Array }

  connect() {
    const start = window[this.nameValue]
    this.element.remove() // or it would start again wherever the field is moved
    if (this.newValue) Reflect.construct(start, this.argumentsValue)
    else start(...this.argumentsValue)
  }
}

window.wagtail.app.register("start", Start)
