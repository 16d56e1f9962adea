dependencies {
    implementation("com.appsflyer:af-android-sdk:6.15.1")
    implementation(platform("com.google.firebase:firebase-bom:33.5.1"))
    implementation("com.google.firebase:firebase-analytics")
    debugImplementation("com.squareup.leakcanary:leakcanary-android:2.14")
}
